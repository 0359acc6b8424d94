CREATE TABLE "retention_halt" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"halted_by" uuid NOT NULL,
	"halted_at" timestamp (3) with time zone NOT NULL,
	"reason" text NOT NULL,
	"resumed_by" uuid,
	"resumed_at" timestamp (3) with time zone,
	CONSTRAINT "halt_has_a_reason" CHECK (btrim("retention_halt"."reason") <> ''),
	CONSTRAINT "halt_ends_by_somebody" CHECK (("retention_halt"."resumed_by" is null) = ("retention_halt"."resumed_at" is null))
);
--> statement-breakpoint
CREATE TABLE "retention_run" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "retention_run_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"begun_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"requests" integer DEFAULT 0 NOT NULL,
	"mails" integer DEFAULT 0 NOT NULL,
	"events" integer DEFAULT 0 NOT NULL,
	"passed_over" uuid[] DEFAULT '{}' NOT NULL,
	"failure" text
);
--> statement-breakpoint
ALTER TABLE "mail" ADD COLUMN "cleared_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "request" ADD COLUMN "cleared_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "retention_halt" ADD CONSTRAINT "retention_halt_halted_by_staff_id_fk" FOREIGN KEY ("halted_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "retention_halt" ADD CONSTRAINT "retention_halt_resumed_by_staff_id_fk" FOREIGN KEY ("resumed_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "retention_is_halted_once" ON "retention_halt" USING btree (("resumed_at" is null)) WHERE "retention_halt"."resumed_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "one_retention_run_at_a_time" ON "retention_run" USING btree (("ended_at" is null)) WHERE "retention_run"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "audit_event_to_clear" ON "audit_event" USING btree ("occurred_at","id") WHERE "audit_event"."request_id" is null and "audit_event"."payload" is not null;--> statement-breakpoint
CREATE INDEX "mail_to_clear" ON "mail" USING btree ("queued_at") WHERE "mail"."cleared_at" is null;--> statement-breakpoint
CREATE INDEX "request_to_clear" ON "request" USING btree ("status","closed_at") WHERE "request"."cleared_at" is null and "request"."closed_at" is not null;--> statement-breakpoint
ALTER TABLE "mail" ADD CONSTRAINT "cleared_mail_says_nothing" CHECK ("mail"."cleared_at" is null or ("mail"."text" = '' and "mail"."html" = '' and "mail"."status" <> 'waiting'));--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "cleared_request_says_nothing" CHECK ("request"."cleared_at" is null or ("request"."answers" = '{}' and "request"."applicant_email" = '' and num_nonnulls("request"."note", "request"."enterprise_id", "request"."agb_code", "request"."draft_id") = 0));--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "only_what_ended_is_cleared" CHECK ("request"."cleared_at" is null or "request"."status" in ('done', 'rejected', 'cancelled', 'lapsed', 'joined'));--> statement-breakpoint
-- What a letter said stays as it was said, until retention takes it (D20): then it says nothing, and nothing else of it changes.
CREATE OR REPLACE FUNCTION "letter_says_what_it_said"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('zegel.retention', true) = 'on' AND NEW."words" = '{"subject": "", "blocks": []}'::jsonb
    AND (NEW."credential_id", NEW."request_id", NEW."replaces") IS NOT DISTINCT FROM (OLD."credential_id", OLD."request_id", OLD."replaces")
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a letter says what it said' USING ERRCODE = 'integrity_constraint_violation';
END $$;
