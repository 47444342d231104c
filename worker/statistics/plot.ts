/**
 * A panel as an SVG, drawn on the server by Apache ECharts, which needs no document for that. It is shown as a picture: the table
 * beside it has every figure. Labels stand at what they name, and lines differ by their dashes too, not by colour alone.
 */
import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts';
import type { ComposeOption } from 'echarts/core';
import type { Panel } from './panels.ts';

type Option = ComposeOption<BarSeriesOption | LineSeriesOption>;

export const THEMES = {
  light: { ink: '#1b1e20', soft: '#565d62', line: '#d6dade', series: ['#1f4e5f', '#8a4b08', '#6a3d7c', '#4a5c16'] },
  dark: { ink: '#f1f3f4', soft: '#b3bac0', line: '#3a4046', series: ['#9fd3e3', '#f0b572', '#d3a9e3', '#c3d68b'] },
} as const;
export type Theme = keyof typeof THEMES;

export const WIDTHS = { wide: 720, narrow: 340 } as const;
export type Width = keyof typeof WIDTHS;

const DASHES = ['solid', 'dashed', 'dotted', [8, 3, 2, 3]] as const;
const MARKS = ['circle', 'rect', 'triangle', 'diamond'] as const;
const ROW = 26;
const MOST_BARS = 24;

export async function plot(panel: Panel, theme: Theme, width: Width): Promise<string> {
  const { draw } = await import('./echarts.ts');
  const bars = barsOf(panel);
  const height = panel.form === 'lines' ? 260 : 60 + Math.max(1, bars.length) * ROW;
  const option = panel.form === 'lines' ? linesOption(panel, theme, width) : barsOption(panel, bars, theme, width);
  return draw({ width: WIDTHS[width], height, option });
}

const font = { fontFamily: 'system-ui, sans-serif', fontSize: 12 } as const;

function axes(theme: Theme) {
  const { soft, line } = THEMES[theme];
  return {
    text: { color: soft, ...font },
    value: { splitLine: { lineStyle: { color: line } }, axisLabel: { color: soft, ...font }, minInterval: 1 },
    category: { axisLine: { lineStyle: { color: soft } }, axisTick: { show: false } },
  };
}

function linesOption({ series, rows, unit }: Panel, theme: Theme, width: Width): Option {
  const { text, value, category } = axes(theme);
  const colours = THEMES[theme].series;
  const room = Math.max(...series.map((name) => name.length), 4) * 7 + 12;
  return {
    animation: false,
    textStyle: text,
    grid: { left: 8, top: 16, right: width === 'wide' ? room : 16, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: { type: 'category', data: rows.map(({ label }) => label), boundaryGap: false, ...category, axisLabel: { ...text, hideOverlap: true } },
    yAxis: { type: 'value', ...value, axisLabel: { ...value.axisLabel, formatter: `{value}${unit}` } },
    series: series.map((name, place): LineSeriesOption => {
      const color = colours[place % colours.length] ?? '';
      const dash = DASHES[place % DASHES.length];
      return {
        type: 'line',
        name,
        color,
        data: rows.map(({ values }) => values[place] ?? null),
        symbol: MARKS[place % MARKS.length] ?? 'circle',
        symbolSize: rows.length > 40 ? 0 : 6,
        showSymbol: true,
        lineStyle: { width: 2, color, type: typeof dash === 'object' ? [...dash] : dash },
        labelLayout: { moveOverlap: 'shiftY' },
        // The name stands at the line's end, or above it where there is no room beside.
        endLabel: { show: true, formatter: '{a}', color, ...font, ...(width === 'narrow' ? { align: 'right' as const, offset: [0, -12] } : {}) },
      };
    }),
  };
}

interface Bar {
  label: string;
  value: number;
  place: number;
}

/** Each figure is a bar of its own, with its name before it and the figure after. */
function barsOf({ series, rows }: Panel): Bar[] {
  const all = rows.flatMap(({ label, values }) =>
    values.flatMap((value, place) => (value === null ? [] : [{ label: series.length > 1 ? `${label}, ${series[place]}` : label, value, place }])),
  );
  return all.slice(0, MOST_BARS);
}

function barsOption({ unit }: Panel, bars: readonly Bar[], theme: Theme, width: Width): Option {
  const { text, value, category } = axes(theme);
  const { ink, series: colours } = THEMES[theme];
  const most = width === 'wide' ? 36 : 18;
  return {
    animation: false,
    textStyle: text,
    grid: { left: 24, top: 8, right: 56, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: { type: 'value', ...value, axisLabel: { show: false }, splitLine: { show: false }, axisLine: { show: false } },
    yAxis: {
      type: 'category',
      inverse: true,
      data: bars.map(({ label }) => (label.length > most ? `${label.slice(0, most - 1)}…` : label)),
      ...category,
      axisLabel: { ...text, color: ink, interval: 0 },
    },
    series: [
      {
        type: 'bar',
        barWidth: 14,
        data: bars.map((bar) => ({ value: bar.value, itemStyle: { color: colours[bar.place % colours.length] ?? '' } })),
        label: { show: true, position: 'right', formatter: `{c}${unit}`, color: ink, ...font },
      },
    ],
  };
}
