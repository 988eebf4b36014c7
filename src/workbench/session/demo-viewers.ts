/** The sandbox's demo viewers, asked for once (`GET /sandbox/viewers`); none outside of a sandbox. */
import { facts } from '../api/facts';

export const VIEWER_NAMES = ['seller', 'buyer', 'platform'] as const;
export type ViewerName = (typeof VIEWER_NAMES)[number];

/** Beside the three whose pages there are, the market's back end: it imports orders. */
export type DemoTokens = Readonly<Record<ViewerName | 'system', string>>;

let asked: Promise<DemoTokens | undefined> | undefined;

async function ask(): Promise<DemoTokens | undefined> {
  const response = await fetch('/sandbox/viewers').catch(() => undefined);
  // An identity provider signs here, or the server is away: then a token must be brought.
  return response?.ok === true ? ((await response.json()) as DemoTokens) : undefined;
}

export function demoTokens(): Promise<DemoTokens | undefined> {
  asked ??= facts.isSandbox ? ask() : Promise.resolve(undefined);
  return asked;
}

export const isViewerName = (name: string): name is ViewerName =>
  (VIEWER_NAMES as readonly string[]).includes(name);
