import { useEffect, useEffectEvent } from 'react';

/** Looks again and again, but not while nobody sees the page; at once when somebody comes back to it. */
export function useEvery(ms: number, look: () => void): void {
  const lookIfSeen = useEffectEvent(() => {
    if (!document.hidden) look();
  });
  useEffect(() => {
    const told = () => lookIfSeen();
    const timer = setInterval(told, ms);
    document.addEventListener('visibilitychange', told);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', told);
    };
  }, [ms]);
}
