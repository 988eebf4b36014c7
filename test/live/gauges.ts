import { setTimeout as wait } from 'node:timers/promises';

/** One gauge of `/metrics`. */
export async function gauge(url: string, name: string): Promise<number> {
  const response = await fetch(new URL('/metrics', url));
  const text = await response.text();
  const [, value] = new RegExp(`^${name} (\\S+)$`, 'm').exec(text) ?? [];
  return Number(value);
}

/** Asks again and again until the answer is right; a test that waits in vain shows the last one. */
export async function eventually<T>(
  ask: () => Promise<T> | T,
  isRight: (answer: T) => boolean,
  withinMs = 20_000,
): Promise<T> {
  const givingUpAt = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (isRight(answer)) return answer;
    if (performance.now() > givingUpAt)
      throw new Error(`Waited in vain: ${isRight.toString()} of ${JSON.stringify(answer)}`);
    await wait(10);
  }
}
