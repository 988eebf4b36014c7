/**
 * Links to the pages of a role. Where the window is too narrow for all, the stylesheet shows the first of them, and the others
 * in a menu that unfolds.
 */
import { useEffect, useRef, useState } from 'react';
import { Link, useLocation, useRoute } from 'wouter';
import { useSession } from '../session/session.context';
import { useWords } from '../words';
import { ARROW_DOWN } from './arrow-down';
import { CASE_PATTERN, PAGES, type Page } from './page.table';

/** So many fit everywhere; the stylesheet counts them too. */
const ALWAYS_SHOWN = 4;

export function Navigation() {
  const { t } = useWords();
  const { viewer } = useSession();
  const pages = PAGES.filter(({ roles }) => roles.includes(viewer.role));
  return (
    <nav aria-label={t('nav.label')}>
      <div className="nav-links">
        {pages.map((page) => (
          <PageLink key={page.path} page={page} />
        ))}
      </div>
      {pages.length > ALWAYS_SHOWN && <More pages={pages} />}
    </nav>
  );
}

/** The menu; only those of its links show that have no room beside it. */
function More({ pages }: { readonly pages: readonly Page[] }) {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  const [location] = useLocation();
  const all = useRef<HTMLDivElement>(null);
  useClosing(all, isOpen, setOpen);
  return (
    <div className="nav-more" ref={all}>
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls="nav-menu"
        onClick={() => setOpen(!isOpen)}
      >
        {t('nav.more')} {ARROW_DOWN}
      </button>
      {/* A page that was chosen closes it. */}
      <div id="nav-menu" className="nav-menu" hidden={!isOpen} key={location}>
        {pages.map((page) => (
          <PageLink key={page.path} page={page} onChosen={() => setOpen(false)} />
        ))}
      </div>
    </div>
  );
}

/** A click elsewhere closes the menu, and Escape does, back at its button. */
function useClosing(
  all: React.RefObject<HTMLDivElement | null>,
  isOpen: boolean,
  setOpen: (isOpen: boolean) => void,
): void {
  useEffect(() => {
    if (!isOpen) return;
    const onPointer = ({ target }: Event) => {
      if (target instanceof Node && all.current?.contains(target) !== true) setOpen(false);
    };
    const onKey = ({ key }: KeyboardEvent) => {
      if (key !== 'Escape') return;
      setOpen(false);
      all.current?.querySelector('button')?.focus();
    };
    document.addEventListener('pointerdown', onPointer);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('pointerdown', onPointer);
      document.removeEventListener('keydown', onKey);
    };
  }, [all, isOpen, setOpen]);
}

interface PageLinkProps {
  readonly page: Page;
  readonly onChosen?: () => void;
}

function PageLink({ page: { path, pattern, name }, onChosen }: PageLinkProps) {
  const { t } = useWords();
  const [isHere] = useRoute(pattern);
  const [isAtCase] = useRoute(CASE_PATTERN);
  const isCurrent = isHere || (isAtCase && path === '/tickets');
  return (
    <Link
      href={path}
      aria-current={isCurrent ? 'page' : undefined}
      {...(onChosen !== undefined && { onClick: onChosen })}
    >
      {t(name)}
    </Link>
  );
}
