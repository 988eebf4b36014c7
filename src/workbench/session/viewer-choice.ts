/** The sandbox's bar chooses whom the page below it is signed in as. */
const choices = new EventTarget();

export const chooseViewer = (token: string): boolean =>
  choices.dispatchEvent(new CustomEvent('choice', { detail: token }));

export function onViewerChosen(listener: (token: string) => void): () => void {
  const heard = (event: Event) => listener((event as CustomEvent<string>).detail);
  choices.addEventListener('choice', heard);
  return () => choices.removeEventListener('choice', heard);
}
