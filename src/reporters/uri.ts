/** A relative URI reference for a path with `/`; characters that no file name can hold as text become U+FFFD. */
export function uri(path: string): string {
  return path
    .replace(/\p{Cs}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/')
}
