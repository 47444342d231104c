/** Runs at build time only: the first banner as data, and the style sheet of banner and control. */
import type { VNode } from 'preact';
import type { Tree } from '../core/banner/data.ts';
import type { Position } from '../core/vocabulary.ts';
import { Banner, type BannerProps } from './ui/Banner.tsx';
import css from './ui/banner.css?inline';
import bottom from './ui/positions/bottom.css?inline';
import cornerEnd from './ui/positions/corner-end.css?inline';
import cornerStart from './ui/positions/corner-start.css?inline';
import top from './ui/positions/top.css?inline';

export function bannerTree(props: BannerProps): Tree {
  return treeOf(<Banner {...props} />) as Tree;
}

const POSITION_STYLES: Record<Position, string> = { 'corner-start': cornerStart, 'corner-end': cornerEnd, bottom, top };

export function bannerCss(position: Position): string {
  return css + POSITION_STYLES[position];
}

type Child = VNode<Record<string, unknown>> | string | number | boolean | null | undefined | Child[];

/** The components here are functions of their properties, so calling them is all that rendering takes. */
function treeOf(node: Child): Tree | string {
  if (typeof node === 'string' || typeof node === 'number') return String(node);
  const { type, props } = node as VNode<Record<string, unknown>>;
  if (typeof type === 'function') return treeOf((type as (props: unknown) => Child)(props));
  const { children, ...rest } = props as { children?: Child };
  const attributes = Object.entries(rest as Record<string, unknown>).flatMap(([name, value]) =>
    value === undefined || value === false || typeof value === 'function' ? [] : [[name, value === true ? '' : String(value)]],
  );
  return [type, Object.fromEntries(attributes), ...childrenOf(children).map(treeOf)] as Tree;
}

function childrenOf(children: Child): Child[] {
  return [children].flat(9).filter((child) => child !== undefined && child !== null && child !== '' && typeof child !== 'boolean') as Child[];
}
