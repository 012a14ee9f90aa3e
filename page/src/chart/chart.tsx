/**
 * A chart as SVG, on a ground of its own (a browser that darkens pages turns words outside of pictures
 * alone): without animation (printing would catch it half drawn), without HTML tooltips (names
 * of rows are the user's), and with its figures as a table beside it.
 */
import { BarChart, LineChart, SankeyChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { type EChartsCoreOption, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useRef, useState } from "preact/hooks";
import { type Exact } from "../model/number";

use([BarChart, LineChart, SankeyChart, GridComponent, SVGRenderer]);

/** A figure as a length: charts draw, they show no digits of it. */
export const length = (value: Exact): number => Number((value.top * 100n) / value.bottom) / 100;

export interface Drawing {
  readonly option: EChartsCoreOption;
  readonly height: number;
}

export interface Palette {
  readonly ink: string;
  readonly faint: string;
  readonly line: string;
  readonly paper: string;
  readonly total: string;
  readonly plus: string;
  readonly minus: string;
  readonly third: string;
}
/** Told apart in grey too: dark, middle, light. */
export const DAY: Palette = { ink: "#1d2733", faint: "#5b6673", line: "#c9d0d8", paper: "#ffffff", total: "#1f4e79", plus: "#4a90a4", minus: "#c0763a", third: "#a9b4bf" };
export const NIGHT: Palette = { ink: "#e3e8ee", faint: "#9aa7b5", line: "#3b4653", paper: "#161b22", total: "#7fb2e5", plus: "#5fb3a5", minus: "#e09a5b", third: "#5e6b79" };

const FONT = '"Microsoft YaHei","PingFang SC","Noto Sans CJK SC","Noto Sans SC",sans-serif';

export function Chart({ drawing, label, width }: { readonly drawing: Drawing; readonly label: string; readonly width?: number }) {
  const box = useRef<HTMLDivElement>(null);
  const [measured, measure] = useState(width ?? 0);
  useEffect(() => {
    if (width !== undefined || !box.current) return;
    const watch = new ResizeObserver((entries) => measure(Math.floor(entries[0]?.contentRect.width ?? 0)));
    watch.observe(box.current);
    return () => watch.disconnect();
  }, [width]);
  const wide = width ?? measured;
  useEffect(() => {
    if (!box.current || wide < 50) return;
    const chart = init(box.current, null, { renderer: "svg", width: wide, height: drawing.height });
    chart.setOption({ animation: false, textStyle: { fontFamily: FONT }, ...drawing.option });
    box.current.querySelectorAll("svg").forEach((svg) => svg.setAttribute("aria-hidden", "true"));
    return () => chart.dispose();
  }, [drawing, wide]);
  return <div ref={box} class="chart" style={{ height: `${drawing.height}px`, ...(width === undefined ? {} : { width: `${width}px` }) }} role="img" aria-label={label} />;
}

const halves = (sign: string): number => (sign.charCodeAt(0) > 0x2e7f ? 2 : 1);

/** Breaks a long name into lines as wide as so many Chinese signs, at most three; words of letters stay whole where they can. */
export function wrapped(text: string, most = 9): string {
  const lines: string[] = [];
  let line = "";
  let width = 0;
  for (const word of text.match(/[\x21-\x7e]+ ?|[^]/gu) ?? []) {
    const wide = Array.from(word).reduce((all, sign) => all + halves(sign), 0);
    if (width > 0 && width + wide > 2 * most && !/^[）、，。；：]$/.test(word)) {
      lines.push(line.trim());
      line = "";
      width = 0;
    }
    line += word;
    width += wide;
  }
  lines.push(line.trim());
  if (lines.length <= 3) return lines.join("\n");
  return [...lines.slice(0, 2), `${lines[2] ?? ""}…`].join("\n");
}
