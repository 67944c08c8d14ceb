/** Takes people to the first field that has something to put right, once it shows: it may be far above the button. */
export function goToFirstProblem(): void {
  window.setTimeout(() => document.querySelector<HTMLElement>('main [aria-invalid="true"]')?.focus(), 50);
}
