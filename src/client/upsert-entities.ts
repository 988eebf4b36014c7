/** What an entry carries of an order, a proposal, a message …: it has an id and the fields that were selected. */
export interface Entity {
  readonly id: string;
}

/**
 * Applies an entry to a snapshot (IN-6): everything it carries that has an id is merged into the
 * record of that id, or added. For applications without a normalised cache of their own.
 */
export function upsertEntities(records: Map<string, Entity>, entry: object): void {
  for (const value of Object.values(entry) as unknown[]) {
    if (isEntity(value)) records.set(value.id, { ...records.get(value.id), ...value });
  }
}

function isEntity(value: unknown): value is Entity {
  return (
    typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
  );
}
