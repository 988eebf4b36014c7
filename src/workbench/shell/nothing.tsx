import type { ReactNode } from 'react';

interface NothingProps {
  readonly title: string;
  /** What would bring something here, or what to do instead. */
  readonly children: ReactNode;
}

/** An empty place that says why it is empty. */
export function Nothing({ title, children }: NothingProps) {
  return (
    <div className="centred note">
      <svg width="56" height="44" viewBox="0 0 56 44" aria-hidden="true" className="note-picture">
        <path d="M6 6h30a5 5 0 0 1 5 5v11a5 5 0 0 1-5 5H18l-8 7v-7H6a5 5 0 0 1-5-5V11a5 5 0 0 1 5-5z" />
        <path d="M46 14h3a6 6 0 0 1 6 6v9a6 6 0 0 1-6 6h-2v7l-8-7H26" />
      </svg>
      <p className="note-title">{title}</p>
      <p>{children}</p>
    </div>
  );
}
