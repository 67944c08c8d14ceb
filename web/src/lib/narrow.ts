/** Whether the screen is too narrow for two columns; the same width as in the style sheets. */
import { useMediaQuery } from '@mantine/hooks';

const NARROW = '(max-width: 62em)';

export function useNarrow(): boolean {
  return useMediaQuery(NARROW, window.matchMedia(NARROW).matches);
}
