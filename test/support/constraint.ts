/** The rule of the database that a statement broke, by either driver; whatever else went wrong is thrown on. For `.then(() => null, constraintOf)`. */
export function constraintOf(thrown: unknown): string {
  const { constraint, constraint_name: name } = ((thrown as { cause?: unknown }).cause ?? thrown) as { constraint?: string; constraint_name?: string };
  const broken = constraint ?? name;
  if (broken === undefined) throw thrown;
  return broken;
}
