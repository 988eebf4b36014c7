import { useEffect, useState } from 'react';

/** Whoever opened a dialog by keyboard goes on where they were once it is closed. */
export function useFocusReturned(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    },
    [opener],
  );
}
