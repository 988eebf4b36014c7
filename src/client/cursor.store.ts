/** Where a cursor outlives the subscription, or the page. Both methods may be asynchronous. */
export interface CursorStore {
  read(): Promise<string | undefined> | string | undefined;
  write(cursor: string): Promise<void> | void;
}

/** What `localStorage`, `sessionStorage` and React Native's AsyncStorage have in common. */
export interface KeyValueStorage {
  getItem(key: string): Promise<string | null> | string | null;
  setItem(key: string, value: string): Promise<void> | void;
}

/** Keeps the cursor as long as the page: the default. */
export function memoryCursor(): CursorStore {
  let kept: string | undefined;
  return { read: () => kept, write: (cursor) => void (kept = cursor) };
}

/**
 * Keeps the cursor across reloads. A cursor belongs to one inbox: name it in the key, for example
 * `inbox:${shopId}`, or a second person signing in would resume after the first one's cursor.
 */
export function storedCursor(storage: KeyValueStorage, key: string): CursorStore {
  return {
    read: async () => (await storage.getItem(key)) ?? undefined,
    write: (cursor) => storage.setItem(key, cursor),
  };
}
