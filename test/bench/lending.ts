/** Who is started for a work: in a full run anew for each, in a quick one once for all. */

export interface Stoppable {
  stop(): Promise<void>;
}

export interface Lending {
  /** Of this name; whoever has done with it stops it. */
  readonly lend: <T extends Stoppable>(name: string, start: () => Promise<T>) => Promise<T>;
  /** Stops what was kept. */
  readonly close: () => Promise<void>;
}

export const lendAnew = (): Lending => ({
  lend: (_name, start) => start(),
  close: () => Promise.resolve(),
});

/** A quick run has hardly more to measure than it has to start. */
export function lendKept(): Lending {
  const kept = new Map<string, Promise<Stoppable>>();
  return {
    lend: async <T extends Stoppable>(name: string, start: () => Promise<T>): Promise<T> => {
      const known = (kept.get(name) as Promise<T> | undefined) ?? start();
      kept.set(name, known);
      return { ...(await known), stop: () => Promise.resolve() };
    },
    close: async () => {
      await Promise.all([...kept.values()].map(async (started) => (await started).stop()));
    },
  };
}
