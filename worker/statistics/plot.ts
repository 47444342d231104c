/**
 * A panel as an SVG, drawn on the server by Apache ECharts, which needs no document for that. It is shown as a picture: the table
 * beside it has every figure. Labels stand at what they name, and lines differ by their dashes too, not by colour alone.
 */
import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts';
import type { LegendComponentOption } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import { inUnit, type Panel } from './panels.ts';

type Option = ComposeOption<BarSeriesOption | LineSeriesOption | LegendComponentOption>;

export const THEMES = {
  light: { ink: '#1b1e20', soft: '#565d62', line: '#d6dade', series: ['#1f4e5f', '#8a4b08', '#6a3d7c', '#4a5c16'] },
  dark: { ink: '#f1f3f4', soft: '#b3bac0', line: '#3a4046', series: ['#9fd3e3', '#f0b572', '#d3a9e3', '#c3d68b'] },
} as const;
export type Theme = keyof typeof THEMES;

/** `narrow` is what a phone of 320 pixels has room for. */
export const WIDTHS = { wide: 720, narrow: 288 } as const;
export type Width = keyof typeof WIDTHS;

const DASHES = ['solid', 'dashed', 'dotted', [8, 3, 2, 3]] as const;
const MARKS = ['circle', 'rect', 'triangle', 'diamond'] as const;
/** Letters of a label are some 6.5 pixels wide; what is longer than the picture goes on in another line. */
const [LETTER, LINE, BAR, GAP] = [6.6, 15, 12, 12];
export const MOST_BARS = 24;

export async function plot(panel: Panel, theme: Theme, width: Width): Promise<string> {
  const { draw } = await import('./echarts.ts');
  if (!isOfBars(panel)) return draw({ width: WIDTHS[width], height: 260, option: linesOption(panel, theme, width) });
  const bars = barsOf(panel).slice(0, MOST_BARS);
  const labels = bars.map(({ label }) => wrapped(label, Math.floor((WIDTHS[width] - 16) / LETTER)));
  const lines = Math.max(1, ...labels.map(({ length }) => length));
  const height = 16 + Math.max(1, bars.length) * (lines * LINE + 2 + BAR + GAP);
  return draw({ width: WIDTHS[width], height, option: barsOption(panel, bars, labels, theme) });
}

/** One point makes no line: then its figures are bars too. */
export function isOfBars({ form, rows }: Panel): boolean {
  return form === 'bars' || rows.filter(({ values }) => values.some((value) => value !== null)).length < 2;
}

/** A text in lines of so many letters at most, broken between words. */
function wrapped(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > most) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
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
  const { ink, series: colours } = THEMES[theme];
  const isWide = width === 'wide';
  const room = Math.max(...series.map((name) => name.length), 4) * 7 + 12;
  return {
    animation: false,
    textStyle: text,
    // Where there is no room beside the lines their names stand above, with the line's own dashes and marks.
    legend: { show: !isWide, left: 0, top: 0, itemWidth: 32, itemGap: 14, data: [...series], textStyle: { ...text, color: ink } },
    grid: {
      left: 8,
      top: isWide ? 16 : 16 + 24 * Math.ceil(series.length / 2),
      right: isWide ? room : 16,
      bottom: 8,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
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
        symbolSize: rows.length > 40 ? 3 : 6,
        showSymbol: true,
        lineStyle: { width: 2, color, type: typeof dash === 'object' ? [...dash] : dash },
        labelLayout: { moveOverlap: 'shiftY' },
        endLabel: { show: isWide, formatter: '{a}', color, ...font },
      };
    }),
  };
}

interface Bar {
  label: string;
  value: number;
  place: number;
}

/** Each figure is a bar of its own, with its name above it and the figure after. */
export function barsOf({ series, rows }: Panel): Bar[] {
  return rows.flatMap(({ label, values }) =>
    values.flatMap((value, place) => (value === null ? [] : [{ label: series.length > 1 ? `${label}: ${series[place]}` : label, value, place }])),
  );
}

/** Two bars for each figure: the first is as high as its label and not there to be seen. */
function barsOption({ unit }: Panel, bars: readonly Bar[], labels: readonly string[][], theme: Theme): Option {
  const { text, value, category } = axes(theme);
  const { ink, series: colours } = THEMES[theme];
  const lines = Math.max(1, ...labels.map(({ length }) => length));
  return {
    animation: false,
    textStyle: text,
    grid: { left: 0, top: 8, right: 64, bottom: 8, outerBoundsMode: 'none' },
    xAxis: { type: 'value', min: 0, ...value, axisLabel: { show: false }, splitLine: { show: false }, axisLine: { show: false } },
    yAxis: { type: 'category', inverse: true, data: bars.map(({ label }) => label), ...category, axisLine: { show: false }, axisLabel: { show: false } },
    series: [
      {
        type: 'bar',
        // The label keeps a little away from the bar below it.
        barWidth: lines * LINE + 2,
        barGap: '0%',
        data: labels.map((label) => ({
          value: 0,
          label: { show: true, position: 'right', distance: 0, formatter: label.join('\n'), lineHeight: LINE, verticalAlign: 'middle', color: ink, ...font },
        })),
      },
      {
        type: 'bar',
        barWidth: BAR,
        data: bars.map((bar) => ({
          value: bar.value,
          itemStyle: { color: colours[bar.place % colours.length] ?? '' },
          label: { show: true, position: 'right', formatter: inUnit(bar.value, unit), color: ink, ...font },
        })),
      },
    ],
  };
}
