/** What a command says to its shell. */
export const EXIT = { fine: 0, wrong: 1, cannotStart: 2, interrupted: 130 } as const;

/**
 * Runs `story` beside something that must be stopped whatever happens, Ctrl-C included: a server in
 * a process of its own would outlive the command.
 */
export async function stopAfterwards<Thing extends { stop(): Promise<void> }, Result>(
  thing: Thing,
  story: (thing: Thing) => Promise<Result>,
): Promise<Result> {
  const interrupted = () => {
    void thing.stop().finally(() => process.exit(EXIT.interrupted));
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    return await story(thing);
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    await thing.stop();
  }
}
