/**
 * The platform's time, second by second: one timer for every countdown on the page (TM-1). Each answer that says `serverTime`
 * sets it right, so the reader's own clock may be wrong, and a sandbox may move.
 */
import { useSyncExternalStore } from 'react';

/** Answers are a moment old when they arrive: smaller differences would only make seconds jump. */
const TOLERATED_MS = 700;

const listeners = new Set<() => void>();
let offset = 0;
let known = false;
let timer: ReturnType<typeof setInterval> | undefined;

const tell = (): void => {
  for (const listener of listeners) listener();
};

/** Takes the platform's time from an answer that has just arrived. */
export function setServerTime(serverTime: string): void {
  const measured = Date.parse(serverTime) - Date.now();
  if (known && Math.abs(measured - offset) < TOLERATED_MS) return;
  known = true;
  offset = measured;
  tell();
}

/** The platform's time now, in milliseconds. */
export const serverNow = (): number => Date.now() + offset;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tell, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The platform's time in whole seconds since 1970; draws its component anew every second. */
export const useServerSecond = (): number =>
  useSyncExternalStore(subscribe, () => Math.floor(serverNow() / 1_000));
