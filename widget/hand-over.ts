/** How a file on demand reaches the script that loaded it: by a function on its own element, which the page never sees. */
import type { Loaded } from './inside.ts';

export function handOver<T>(run: Loaded<T>): void {
  (document.currentScript as { fairnotice?: (run: Loaded<T>) => void } | null)?.fairnotice?.(run);
}
