/** One value that the browser keeps. In a frame of another site it may refuse to: then the value lasts as long as the page. */
export class Kept {
  private here: string | null = null;

  constructor(
    private readonly place: 'localStorage' | 'sessionStorage',
    private readonly key: string,
  ) {}

  read(): string | null {
    return this.storage()?.getItem(this.key) ?? this.here;
  }

  write(value: string): void {
    this.here = value;
    this.storage()?.setItem(this.key, value);
  }

  forget(): void {
    this.here = null;
    this.storage()?.removeItem(this.key);
  }

  private storage(): Storage | undefined {
    try {
      return window[this.place];
    } catch {
      return undefined; // cookies of other sites are blocked
    }
  }
}
