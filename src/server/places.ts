/** So many at once, counted by key; every place taken must be given back once. */
export class Places {
  private readonly taken = new Map<string, number>();

  /** 0 for no limit. */
  constructor(private readonly most: number) {}

  /** Whether there was a place; it is taken then. */
  take(key = ''): boolean {
    const taken = this.of(key);
    if (this.most > 0 && taken >= this.most) return false;
    this.taken.set(key, taken + 1);
    return true;
  }

  giveBack(key = ''): void {
    const taken = this.of(key);
    if (taken > 1) this.taken.set(key, taken - 1);
    else this.taken.delete(key);
  }

  of(key = ''): number {
    return this.taken.get(key) ?? 0;
  }
}
