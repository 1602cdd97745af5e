import type { Random } from './random.ts'

const words = (
  'the a your order refund policy shipment customer account invoice was is will be has been returned delayed confirmed ' +
  'within after before because although please note that we can offer a full partial credit days window item warehouse ' +
  'carrier tracking label status delivered pending address payment original method store balance ' +
  'check again tomorrow support team agent requested according to section paragraph exception approved amount currency'
).split(' ')

/** What scanners for secrets and personal data stumble over: digits, handles, links, long ids; none of it sensitive. */
const oddities = [
  'order 4411-2093',
  'ticket #88213',
  '@support',
  '42.50 EUR',
  'https://shop.example/orders/7731?tab=items',
  'build 20260114',
  'ref 0f9a-77c1',
  'SKU AB-9921-XL',
  'a risk-free return',
]

/** Characters beyond Latin-1 make an engine keep the whole text with two bytes a character. */
const foreign = ['naïve café', '返品ポリシー', '– see below –', 'Привет', '✅ done', '“as is”']

const pooledSentences = 2000

/** Makes texts of chats: sentences drawn from a pool, because inventing each would cost more than what is measured. */
export function createProse(random: Random): (length: number) => string {
  const pool = Array.from({ length: pooledSentences }, () => sentence(random))
  return (length) => {
    let text = random.pick(pool)
    while (text.length < length) text += (random.chance(0.1) ? '\n\n' : ' ') + random.pick(pool)
    if (random.chance(0.03)) text += ` ${random.pick(foreign)}`
    return text
  }
}

function sentence(random: Random): string {
  const list = Array.from({ length: random.int(6, 18) }, () => random.pick(words))
  if (random.chance(0.2)) list.splice(random.int(1, list.length), 0, random.pick(oddities))
  if (random.chance(0.1)) list.splice(random.int(1, list.length), 0, `"${random.pick(words)} ${random.pick(words)}"`)
  const text = list.join(' ')
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`
}
