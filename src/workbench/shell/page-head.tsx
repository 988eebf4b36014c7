import { ArrowLeftOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useWords } from '../words';

interface PageHeadProps {
  /** The list it was chosen from: where a phone goes back to. */
  readonly list: string;
  /** What that is called, where it is no list. */
  readonly back?: string;
  readonly title: string;
  readonly subtitle: ReactNode;
  /** The tags that say what state it is in. */
  readonly children: ReactNode;
}

/** What one thing is, above all that is known of it. */
export function PageHead({ list, back, title, subtitle, children }: PageHeadProps) {
  const { t } = useWords();
  return (
    <header className="order-head">
      <Link href={list} className="order-back" aria-label={back ?? t('order.back')}>
        <ArrowLeftOutlined aria-hidden />
      </Link>
      <div className="order-name">
        <h1>{title}</h1>
        <p className="row-quiet">{subtitle}</p>
      </div>
      <div className="order-tags">{children}</div>
    </header>
  );
}
