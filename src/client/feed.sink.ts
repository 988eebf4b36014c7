import type { Feed } from './feed';
import type { Mailbox } from './mailbox';
import type { SourceResult, SourceSink } from './subscription.source';

/** What reaches the handling side: an item, the end of this subscription, or a mistake to be thrown there. */
export type Signal<Item> =
  { readonly item: Item } | { readonly ended: unknown } | { readonly broken: unknown };

export const COMPLETED = 'The subscription was completed.';
const DOES_NOT_FIT = 'The server began again from an older position.';

/**
 * Takes one subscription's events in. After its end nothing more is taken: the feed's position must
 * stay that of the last item in the mailbox.
 */
export function sinkInto<Item>(mailbox: Mailbox<Signal<Item>>, feed: Feed<Item>): SourceSink {
  let isOpen = true;
  const put = (signal: Signal<Item> | undefined): void => {
    if (!isOpen || !signal) return;
    isOpen = 'item' in signal;
    mailbox.push(signal);
  };
  return {
    next: (result) => isOpen && put(receive(result, feed)),
    error: (reason) => put({ ended: reason }),
    complete: () => put({ ended: COMPLETED }),
  };
}

/**
 * Never throws: graphql-ws would take that for a bad frame and close the socket. An event with
 * errors is no item: it is asked for again rather than handed on with fields missing.
 */
function receive<Item>(result: SourceResult, feed: Feed<Item>): Signal<Item> | undefined {
  const value = rootValueOf(result);
  if (!value || result.errors?.length) return { ended: result.errors ?? [] };
  try {
    const item = feed.receive(value);
    if (item === 'skip') return undefined;
    return item === 'restart' ? { ended: DOES_NOT_FIT } : { item };
  } catch (broken) {
    return { broken };
  }
}

/** A subscription has exactly one root field; its name may be an alias. */
function rootValueOf({ data }: SourceResult): object | undefined {
  return Object.values(data ?? {}).find(isObject);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
