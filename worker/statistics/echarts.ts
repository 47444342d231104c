/** The parts of ECharts that are used. Loaded when the first plot is drawn: nothing of it runs when the Worker begins. */
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, LineChart, GridComponent, LegendComponent, LabelLayout, SVGRenderer]);

export function draw({ width, height, option }: { width: number; height: number; option: EChartsCoreOption }): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(option);
    return chart.renderToSVGString({ useViewBox: false });
  } finally {
    // Without this it would be kept as long as the isolate.
    chart.dispose();
  }
}
