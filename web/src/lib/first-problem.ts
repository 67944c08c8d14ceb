/** Takes people to the first field that has something to put right, once it shows: it may be far above the button. */
export function goToFirstProblem(): void {
  window.setTimeout(() => {
    const wrong = '[aria-invalid="true"]';
    (
      document.querySelector<HTMLElement>(`[role="dialog"] ${wrong}`) ??
      document.querySelector<HTMLElement>(`main ${wrong}`)
    )?.focus();
  }, 50);
}
