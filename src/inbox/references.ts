/** What an entry of the log refers to: ids, under properties that finders know by name (context.ts). */

const PROPERTIES = [
  'orderId',
  'proposalId',
  'messageId',
  'ticketId',
  'reportId',
  'compensationId',
  'complaintId',
  'violationId',
] as const;

/** Ids by the property that holds them, without those that hold none. */
export type References = Readonly<Record<string, string>>;

export const referencesIn = (
  entry: Readonly<Record<(typeof PROPERTIES)[number], string | null>>,
): References =>
  Object.fromEntries(
    PROPERTIES.flatMap((property) => {
      const id = entry[property];
      return id === null ? [] : [[property, id]];
    }),
  );

/** The ids under this property, each once. */
export function idsUnder(property: string, items: readonly object[]): string[] {
  const ids = new Set<string>();
  for (const item of items) {
    const id = (item as Record<string, unknown>)[property];
    if (typeof id === 'string') ids.add(id);
  }
  return [...ids];
}
