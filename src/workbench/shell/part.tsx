import type { ReactNode } from 'react';

interface PartProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** A titled part of what is said about an order or a ticket. */
export function Part({ title, children }: PartProps) {
  return (
    <section className="part">
      <h2>{title}</h2>
      {children}
    </section>
  );
}
