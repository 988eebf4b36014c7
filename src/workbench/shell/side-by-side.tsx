import { useWords } from '../words';

const SIDES = ['seller', 'buyer'] as const;

/** Seller and buyer beside each other: two pages of their own, each signed in by its frame's name. */
export function SideBySide() {
  const { t } = useWords();
  return (
    <main className="sides">
      {SIDES.map((name) => (
        <section key={name} aria-label={t(`viewer.${name}`)}>
          <h2>{t(`viewer.${name}`)}</h2>
          <iframe name={name} src="/orders" title={t(`viewer.${name}`)} />
        </section>
      ))}
    </main>
  );
}
