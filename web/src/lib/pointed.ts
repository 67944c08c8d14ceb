/** The one row that a link points at: brought into view once and marked, so that the eye finds it. */
export function pointedAt(wanted: boolean): (element: HTMLElement | null) => void {
  return (element) => {
    if (element === null || !wanted || element.dataset['pointed'] === 'true') return;
    element.dataset['pointed'] = 'true';
    element.scrollIntoView({ block: 'center' });
  };
}
