import type { UserErrorCode } from '../api/operations';
import { useWords } from '../words';

/** Every reason why something cannot be done now. */
export function Reasons({ reasons }: { readonly reasons: readonly UserErrorCode[] }) {
  const { t } = useWords();
  return (
    <>
      <p>{t('propose.cannot')}</p>
      <ul className="reasons">
        {reasons.map((reason) => (
          <li key={reason}>{t(`reason.${reason}`)}</li>
        ))}
      </ul>
    </>
  );
}
