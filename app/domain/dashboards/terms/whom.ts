import type { PolicySubject } from "#app/domain/decisions/policies.ts";

type Channel = NonNullable<PolicySubject["channel"]>;
type Segment = NonNullable<PolicySubject["segment"]>;

/** Whom a term is for; null is all of them. */
export type Whom = { channels: readonly Channel[] | null; segments: readonly Segment[] | null };

/**
 * Some of a number of subjects in as few words as are true: by channel and segment, everybody where all of them are meant. Where one segment has other channels than the other, that
 * is two.
 */
export function whomOf(some: readonly PolicySubject[], all: readonly PolicySubject[]): Whom[] {
  const among = (subjects: readonly PolicySubject[]) => {
    const bySegment = new Map<Segment, Channel[]>();
    for (const { segment, channel } of subjects) if (segment && channel) bySegment.set(segment, [...(bySegment.get(segment) ?? []), channel]);
    return bySegment;
  };
  const [meant, there] = [among(some), among(all)];
  const everyChannel = [...there.values()][0]?.length ?? 0;
  const groups = new Map<string, { channels: Channel[]; segments: Segment[] }>();
  for (const [segment, channels] of meant) {
    const group = groups.get(channels.join()) ?? { channels, segments: [] };
    groups.set(channels.join(), { ...group, segments: [...group.segments, segment] });
  }
  return [...groups.values()].map(({ channels, segments }) => ({ channels: channels.length === everyChannel ? null : channels, segments: segments.length === there.size ? null : segments }));
}
