import type { ConfigSource } from './schema.ts'

/** Gives a configuration written in TypeScript its type. Returns its argument. */
export function defineConfig(config: ConfigSource): ConfigSource {
  return config
}
