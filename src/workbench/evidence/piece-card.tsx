import { FilePdfOutlined, ZoomInOutlined } from '@ant-design/icons';
import { Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import type { PieceFragment } from '../api/operations';
import { useFocusReturned } from '../acts/use-focus-returned';
import { useWords, type Language } from '../words';

interface PieceCardProps {
  readonly piece: PieceFragment;
  /** Where it was given, and what can be done with it. */
  readonly children: ReactNode;
  readonly isMarked?: boolean;
}

const BYTES_IN_KB = 1_000;
/** No file is of nothing. */
const LEAST_KB = 0.1;
/** So much of a hash tells two files apart at a glance; the whole of it is one click away. */
const HASH_SHOWN = 12;

const sizeOf = (bytes: number, language: Language): string =>
  new Intl.NumberFormat(language, {
    style: 'unit',
    unit: 'kilobyte',
    maximumFractionDigits: 1,
  }).format(Math.max(LEAST_KB, bytes / BYTES_IN_KB));

/** `image/png` is PNG to people. */
const kindOf = (contentType: string): string =>
  contentType.slice(contentType.indexOf('/') + 1).toUpperCase();

/** One piece of evidence as staff judge it: to look at, with what is known of the file (EV-1). */
export function PieceCard({ piece, children, isMarked = false }: PieceCardProps) {
  const { t, language } = useWords();
  const { fileName, contentType, byteSize, sha256, downloadUrl } = piece;
  return (
    <li className={`piece ${isMarked ? 'piece-marked' : ''}`} aria-label={fileName}>
      <Picture piece={piece} />
      <p className="piece-name">
        <a href={downloadUrl ?? undefined} download={fileName} title={t('evidence.download')}>
          {fileName}
        </a>
      </p>
      <p className="row-quiet">
        {kindOf(contentType)} · {sizeOf(byteSize, language)}
      </p>
      <details className="row-quiet piece-hash">
        <summary>{t('piece.hash', { hash: `${sha256.slice(0, HASH_SHOWN)}…` })}</summary>
        <code>{sha256}</code>
      </details>
      {children}
    </li>
  );
}

/** A picture is shown by its signed address: an attachment to save, but an image may still draw it (EV-2). */
function Picture({ piece }: { readonly piece: PieceFragment }) {
  const { t } = useWords();
  const [isLarge, setLarge] = useState(false);
  const { fileName, contentType, downloadUrl } = piece;
  if (downloadUrl === null || !contentType.startsWith('image/'))
    return (
      <a
        className="piece-picture"
        href={downloadUrl ?? undefined}
        download={fileName}
        aria-label={t('piece.save', { file: fileName })}
      >
        <FilePdfOutlined aria-hidden />
      </a>
    );
  return (
    <>
      <button
        type="button"
        className="piece-picture"
        aria-label={t('piece.enlarge', { file: fileName })}
        onClick={() => setLarge(true)}
      >
        <img src={downloadUrl} alt={fileName} />
        <ZoomInOutlined aria-hidden />
      </button>
      {isLarge && <Large fileName={fileName} url={downloadUrl} onClose={() => setLarge(false)} />}
    </>
  );
}

interface LargeProps {
  readonly fileName: string;
  readonly url: string;
  readonly onClose: () => void;
}

function Large({ fileName, url, onClose }: LargeProps) {
  useFocusReturned();
  return (
    <Modal open title={fileName} footer={null} width="min(1100px, 94vw)" onCancel={onClose}>
      <img className="piece-large" src={url} alt={fileName} />
    </Modal>
  );
}
