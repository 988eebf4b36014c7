/** All screens of a work, in a process of their own: whoever shows them something has its core for itself. */
import { Redis } from 'ioredis';
import { Screen, type Asked } from './screen';
import type { Order, Reply } from './screens';

const screens: Screen[] = [];
/** When a ring and an entry of an inbox were first heard of and seen, by `INBOX/NUMBER`. */
const rangAt = new Map<string, number>();
const delays: number[] = [];
let isTiming = false;
let shown = 0;
let wanted = Infinity;
let onShown: () => void = () => undefined;

let giveUp: (error: Error) => void = () => undefined;
const isLost = new Promise<never>((_resolve, reject) => (giveUp = reject));
isLost.catch(() => undefined); // told with the next order

const fail = (reason: string): void => {
  giveUp(new Error(`A screen ${reason}`));
};

function onEntry(inbox: string, number: number): void {
  shown += 1;
  if (isTiming) timeEntry(`${inbox}/${number}`);
  if (shown === wanted) onShown();
}

/** An entry can be on a screen before its ring is heard here, both being under way at once: that took no time at all. */
function timeEntry(key: string): void {
  delays.push(performance.now() - (rangAt.get(key) ?? performance.now()));
}

async function open({ url, query, asked }: { url: string; query: string; asked: Asked[] }) {
  const ways = Array.from({ length: 64 }, async () => {
    for (let next = asked.pop(); next !== undefined; next = asked.pop()) {
      const screen = new Screen(new URL(url), next, query, onEntry, fail);
      screen.keepsText = screens.push(screen) <= 3;
      await screen.open();
    }
  });
  await Promise.all(ways);
}

/** Resolves once so many entries were shown since the last reset. */
async function until(count: number): Promise<void> {
  if (shown < count)
    await new Promise<void>((resolve) => {
      wanted = count;
      onShown = resolve;
    });
  wanted = Infinity;
}

async function hear({ redisUrl, channel }: { redisUrl: string; channel: string }): Promise<void> {
  if (isTiming) return; // it listens already
  const redis = new Redis(redisUrl);
  await redis.subscribe(channel);
  redis.on('message', (_channel, text) => {
    const now = performance.now();
    for (const { id, number } of JSON.parse(text) as { id: string; number: number }[])
      rangAt.set(`${id}/${number}`, now);
  });
  isTiming = true;
}

/** How many have not been shown the newest entry of their inbox. */
const behind = (heads: Readonly<Record<string, number>>): number =>
  screens.filter(({ asked, number }) => number === undefined || number !== heads[asked.inbox])
    .length;

function reset(): void {
  shown = 0;
  delays.length = 0;
}

function close(): void {
  for (const screen of screens) screen.close();
  screens.length = 0;
  shown = 0;
}

async function obey(order: Order): Promise<Reply> {
  if (order.what === 'open') await open({ ...order, asked: [...order.asked] });
  else if (order.what === 'until') await until(order.count);
  else if (order.what === 'hear') await hear(order);
  else if (order.what === 'reset') reset();
  else if (order.what === 'close') close();
  return {
    shown,
    last: screens.slice(0, 3).map(({ last }) => last),
    behind: order.what === 'look' ? behind(order.heads ?? {}) : 0,
    delays: order.what === 'delays' ? delays : [],
  };
}

process.on('message', (order: Order) => {
  Promise.race([obey(order), isLost]).then(
    (reply) => process.send?.(reply),
    (error: unknown) => process.send?.({ error: (error as Error).message }),
  );
});
