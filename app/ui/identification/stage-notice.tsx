import { useTranslation } from "react-i18next";

import { Notice, type NoticeKind } from "#app/ui/notice.tsx";

const LOOKS: Readonly<Record<string, NoticeKind>> = { done: "well", "waiting-for-others": "well", "at-desk": "info", denied: "info", over: "info" };

/** What there is to say to somebody who has nothing left to do. */
export function StageNotice({ stage }: { stage: string }) {
  const { t } = useTranslation("identification");
  return (
    <Notice kind={LOOKS[stage] ?? "info"}>
      <p>{t(`stage.${stage}.text`)}</p>
    </Notice>
  );
}
