/** Rows of a long list; they exist only where the reader looks, so ten thousand scroll as ten do. */
import { Spin } from 'antd';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type ReactNode } from 'react';
import type { Pages } from '../api/use-pages';
import { Failed } from './failed';
import { Loading } from './loading';

interface PagedListProps<Node> {
  readonly pages: Pages<Node>;
  readonly rowOf: (node: Node) => ReactNode;
  /** What is said when there is nothing. */
  readonly children: ReactNode;
}

const ROW_PX = 92;
/** The next page is asked for before the reader comes to the end of this one. */
const ROWS_AHEAD = 15;

export function PagedList<Node>({ pages, rowOf, children }: PagedListProps<Node>) {
  if (pages.hasFailed) return <Failed onAgain={pages.reload} />;
  if (pages.nodes.length > 0) return <Rows pages={pages} rowOf={rowOf} />;
  return pages.isLoading ? <Loading /> : children;
}

function Rows<Node>({ pages, rowOf }: Omit<PagedListProps<Node>, 'children'>) {
  const { nodes, hasMore, isLoading, more } = pages;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: nodes.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
  });
  const rows = virtual.getVirtualItems();
  const lastShown = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && !isLoading && lastShown >= nodes.length - ROWS_AHEAD) more();
  }, [hasMore, isLoading, lastShown, nodes.length, more]);
  return (
    <div className="rows" ref={scroller}>
      <ul style={{ height: virtual.getTotalSize() }}>
        {rows.map(({ index, start, key }) => {
          const node = nodes[index];
          return (
            <li
              key={key}
              aria-setsize={hasMore ? -1 : nodes.length}
              aria-posinset={index + 1}
              style={{ height: ROW_PX, transform: `translateY(${start}px)` }}
            >
              {node !== undefined && rowOf(node)}
            </li>
          );
        })}
      </ul>
      {isLoading && hasMore && <Spin className="rows-more" size="small" />}
    </div>
  );
}
