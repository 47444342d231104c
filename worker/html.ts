/**
 * Fills the `%%NAME%%` markers of a built page. All at once, so that a marker in a value stays what it is.
 *
 * @param values HTML by marker name; a marker without a value becomes empty.
 */
export function fillFrame(frame: string, values: Record<string, string>): string {
  return frame.replace(/%%([A-Z_]+)%%/g, (_marker, name: string) => values[name] ?? '');
}
