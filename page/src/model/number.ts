/**
 * Exact figures. The engine gives each as text: "1234.56", "-0.5", or "2000/3" where there is no
 * finite decimal. Here they are quotients of big integers; binary fractions are for the geometry of
 * charts alone (`toPixels`).
 */
export interface Exact {
  readonly top: bigint;
  readonly bottom: bigint; // above zero
}

export const ZERO: Exact = { top: 0n, bottom: 1n };
const FIGURE = /^(-?)(\d+)(?:\.(\d+))?(?:\/(\d+))?$/;

/** Null where the text is no figure. */
export function exact(text: string | null | undefined): Exact | null {
  const found = FIGURE.exec(text ?? "");
  if (!found) return null;
  const decimals = found[3] ?? "";
  const top = BigInt(found[2] + decimals) * (found[1] ? -1n : 1n);
  const bottom = 10n ** BigInt(decimals.length) * BigInt(found[4] ?? 1);
  return bottom === 0n ? null : { top, bottom };
}

export const add = (a: Exact, b: Exact): Exact =>
  a.bottom === b.bottom ? { top: a.top + b.top, bottom: a.bottom } : { top: a.top * b.bottom + b.top * a.bottom, bottom: a.bottom * b.bottom };
export const negate = (a: Exact): Exact => ({ top: -a.top, bottom: a.bottom });
export const subtract = (a: Exact, b: Exact): Exact => add(a, negate(b));
export const sign = (a: Exact): -1 | 0 | 1 => (a.top > 0n ? 1 : a.top < 0n ? -1 : 0);
export const compare = (a: Exact, b: Exact): number => sign(subtract(a, b));
export const magnitude = (a: Exact): Exact => (a.top < 0n ? negate(a) : a);
export const sum = (all: readonly Exact[]): Exact => all.reduce(add, ZERO);

export type Mode = "half_up" | "half_even" | "up" | "down" | "floor" | "ceiling";
/** How a line's figures are rounded for show. */
export interface Step {
  readonly size: string;
  readonly mode: Mode;
  readonly decimals: number;
}

/** Does a quotient with this rest go away from zero? */
function goesUp(mode: Mode, rest: bigint, bottom: bigint, odd: boolean, negative: boolean): boolean {
  const half = 2n * rest - bottom;
  switch (mode) {
    case "half_up":
      return half >= 0n;
    case "half_even":
      return half > 0n || (half === 0n && odd);
    case "up":
      return true;
    case "down":
      return false;
    case "floor":
      return negative;
    case "ceiling":
      return !negative;
  }
}

export function round(value: Exact, size: Exact, mode: Mode): Exact {
  const top = magnitude(value).top * size.bottom;
  const bottom = value.bottom * size.top;
  let count = top / bottom;
  const rest = top % bottom;
  if (rest !== 0n && goesUp(mode, rest, bottom, count % 2n === 1n, value.top < 0n)) count += 1n;
  return { top: (value.top < 0n ? -count : count) * size.top, bottom: size.bottom };
}

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ",");

/** With exactly so many decimals; the value is a multiple of their last. */
export function fixed(value: Exact, decimals: number, group = true): string {
  const scale = 10n ** BigInt(decimals);
  const digits = ((magnitude(value).top * scale) / value.bottom).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const text = (group ? grouped(whole) : whole) + (decimals > 0 ? `.${digits.slice(-decimals)}` : "");
  return value.top < 0n && /[1-9]/.test(text) ? `-${text}` : text;
}

/** As it is: a decimal where there is one, else a quotient. */
export function plain(value: Exact, group = true): string {
  let bottom = value.bottom;
  let twos = 0;
  let fives = 0;
  const divisor = greatestDivisor(magnitude(value).top, bottom);
  const top = value.top / divisor;
  bottom /= divisor;
  const least = bottom;
  while (bottom % 2n === 0n) (bottom /= 2n), twos++;
  while (bottom % 5n === 0n) (bottom /= 5n), fives++;
  if (bottom !== 1n) return `${top}/${least}`;
  return fixed({ top, bottom: least }, Math.max(twos, fives), group);
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? 1n : a;
}

const CENT: Exact = { top: 1n, bottom: 100n };
const TEN_THOUSAND = 10_000n;
/** As a payment is posted: what is added up is what is shown of each. */
export const toFen = (value: Exact): Exact => round(value, CENT, "half_up");
export const inTenThousands = (value: Exact): Exact => ({ top: value.top, bottom: value.bottom * TEN_THOUSAND });

/**
 * A line's figure as the text report shows it. `wan`: money in 万元, at 0.01 万元 (half up), as the
 * report does with --unit 万元; a figure without a step stays as it is.
 */
export function shown(text: string, step: Step | null, wan: boolean, group = true): string {
  const value = exact(text);
  if (!value) return text;
  const amount = wan ? inTenThousands(value) : value;
  if (!step) return plain(amount, group);
  const size = wan ? CENT : exact(step.size);
  if (!size || size.top === 0n) return plain(amount, group);
  return fixed(round(amount, size, wan ? "half_up" : step.mode), wan ? 2 : step.decimals, group);
}

/** Length on a chart, where the largest takes `full`: geometry, never shown and never added up. */
export function toPixels(value: Exact, largest: Exact, full: number): number {
  if (largest.top === 0n) return 0;
  const thousandths = (value.top * largest.bottom * 1_000_000n) / (value.bottom * largest.top);
  return (Number(thousandths) / 1_000_000) * full;
}
