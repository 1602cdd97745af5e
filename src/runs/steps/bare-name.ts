/** `transfer_to_billing_agent`, `Billing Agent` and `billing` are one name; what is in the middle of a name is not looked at. */
export function bareName(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[\s_.-]+/g, '_')
    .replace(/^(?:transfer|handoff|hand_off|delegate|escalate)_to_|^(?:ask|call|run|invoke|consult)_/, '')
    .replace(/_(?:agent|tool)$/, '')
}
