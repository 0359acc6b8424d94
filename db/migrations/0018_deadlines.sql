CREATE TABLE "deadline_digest" (
	"day" date PRIMARY KEY NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "definition_version" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "request_clock" ADD COLUMN "calendar_version" integer;--> statement-breakpoint
ALTER TABLE "request_clock" ADD COLUMN "warned_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "request_clock" ADD COLUMN "escalated_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_proposal_per_definition" ON "definition_version" USING btree ("kind","key") WHERE "definition_version"."status" = 'draft' and "definition_version"."author" <> 'installation';--> statement-breakpoint
CREATE INDEX "request_clock_to_warn" ON "request_clock" USING btree ("due_at") WHERE "request_clock"."stopped_at" is null and "request_clock"."paused_since" is null and "request_clock"."warned_at" is null;--> statement-breakpoint
CREATE INDEX "request_clock_to_escalate" ON "request_clock" USING btree ("due_at") WHERE "request_clock"."stopped_at" is null and "request_clock"."paused_since" is null and "request_clock"."escalated_at" is null;--> statement-breakpoint
CREATE INDEX "request_clock_by_calendar" ON "request_clock" USING btree ("calendar_version","request_id","stage") WHERE "request_clock"."stopped_at" is null and "request_clock"."calendar_version" is not null;--> statement-breakpoint
-- A term of working days ends with a day of Amsterdam; what ends at another moment counts hours, and by no calendar (D23).
UPDATE "request_clock" SET "calendar_version" = 1 WHERE to_char("due_at" AT TIME ZONE 'Europe/Amsterdam', 'HH24:MI:SS') = '23:59:59';
