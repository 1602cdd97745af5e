/** JSON text in which a bigint is a bare integer. */
export function exactJson(json: unknown, indent = 0): string {
  return JSON.stringify(json, (_, value: unknown) => (typeof value === 'bigint' ? rawJson(value) : value), indent)
}

// Newer than the declarations.
const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => object }

function rawJson(value: bigint): object {
  return rawJSON(String(value))
}
