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
  let leaving: Promise<unknown> | undefined;
  const leave = () => {
    leaving ??= thing.stop().finally(() => process.exit(EXIT.interrupted));
  };
  process.once('SIGINT', leave).once('SIGTERM', leave);
  try {
    return await story(thing);
  } finally {
    // Whoever interrupts the story does not want to read how it failed without its server.
    await leaving;
    process.off('SIGINT', leave).off('SIGTERM', leave);
    await thing.stop();
  }
}
