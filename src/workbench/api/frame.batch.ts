/** Runs what has come since the last frame in one go: a burst of 500 entries draws the page a few times, not 500. */
export interface FrameBatch {
  add(work: () => void): void;
  /** Runs what waits at once. */
  flush(): void;
}

/** A hidden page gets no frames, and still must follow. */
const WITHOUT_FRAMES_MS = 120;

export function frameBatch(): FrameBatch {
  let waiting: (() => void)[] = [];
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    const works = waiting;
    waiting = [];
    for (const work of works) work();
  };
  return {
    add(work) {
      waiting.push(work);
      if (waiting.length > 1) return;
      frame = requestAnimationFrame(flush);
      timer = setTimeout(flush, WITHOUT_FRAMES_MS);
    },
    flush,
  };
}
