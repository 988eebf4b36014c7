import { FilePdfOutlined } from '@ant-design/icons';
import type { ProofFragment } from '../api/operations';
import { useWords } from '../words';

/** Pieces of evidence by their signed addresses, which live five minutes; pictures as pictures (EV-2). */
export function Proofs({ evidence }: { readonly evidence: readonly ProofFragment[] }) {
  const { t } = useWords();
  return (
    <ul className="proofs">
      {evidence.map(({ id, fileName, contentType, downloadUrl }) => (
        <li key={id}>
          <a href={downloadUrl ?? undefined} download={fileName} title={t('evidence.download')}>
            {contentType.startsWith('image/') && downloadUrl !== null ? (
              <img src={downloadUrl} alt={fileName} loading="lazy" />
            ) : (
              <FilePdfOutlined aria-hidden />
            )}
            <span>{fileName}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
