import { lendAnew, lendKept, type Lending } from './lending';

/** Counts how often somebody was started and stopped. */
function counted() {
  const counts = { started: 0, stopped: 0 };
  const start = () => {
    counts.started += 1;
    const stop = (): Promise<void> => {
      counts.stopped += 1;
      return Promise.resolve();
    };
    return Promise.resolve({ url: 'ws://one', stop });
  };
  return { counts, start };
}

/** Two works, one after the other. */
async function useTwice({ lend, close }: Lending, start: ReturnType<typeof counted>['start']) {
  for (let work = 0; work < 2; work += 1) {
    const one = await lend('one', start);
    expect(one.url).toBe('ws://one');
    await one.stop();
  }
  await lend('another', start);
  await close();
}

describe('who is started for a work', () => {
  test('is started anew for each in a full run, and stopped by it', async () => {
    const { counts, start } = counted();
    await useTwice(lendAnew(), start);
    expect(counts).toEqual({ started: 3, stopped: 2 }); // nobody stopped the other one
  });

  test('is kept for the next in a quick run, and stopped with it', async () => {
    const { counts, start } = counted();
    await useTwice(lendKept(), start);
    expect(counts).toEqual({ started: 2, stopped: 2 });
  });

  test('is started once also where two ask at once', async () => {
    const { counts, start } = counted();
    const { lend } = lendKept();
    await Promise.all([lend('one', start), lend('one', start)]);
    expect(counts.started).toBe(1);
  });
});
