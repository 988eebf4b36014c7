/** Turns each step of a stream into something else; closing it closes the stream, also while a step is awaited. */
export function mapStream<A, B>(
  stream: AsyncIterableIterator<A>,
  map: (step: A) => B,
): AsyncIterableIterator<B> {
  return {
    async next() {
      const step = await stream.next();
      return step.done === true
        ? { done: true, value: undefined }
        : { done: false, value: map(step.value) };
    },
    async return() {
      await stream.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
