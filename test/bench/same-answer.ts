import assert from 'node:assert/strict';

/** An instant may be written with milliseconds or without: both are RFC 3339 and the same instant. */
const plain = (answer: unknown): unknown =>
  JSON.parse(JSON.stringify(answer).replaceAll('.000Z"', 'Z"')) as unknown;

/** Fails unless all rivals have answered the same. */
export function expectSame(answers: Readonly<Record<string, unknown>>): void {
  const [first, ...others] = Object.entries(answers);
  for (const [name, answer] of others)
    assert.deepEqual(
      plain(answer),
      plain(first?.[1]),
      `${name} answers otherwise than ${first?.[0] ?? ''}`,
    );
}
