CREATE TABLE "audit_verification" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_verification_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"begun_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"state" jsonb NOT NULL,
	"position" bigint DEFAULT 0 NOT NULL,
	"sealed_until" timestamp (3) with time zone,
	"findings" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"finding_count" integer DEFAULT 0 NOT NULL,
	"failure" text
);
--> statement-breakpoint
CREATE TABLE "staff_role_change" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"staff_id" uuid NOT NULL,
	"before" jsonb NOT NULL,
	"after" jsonb NOT NULL,
	"reason" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"outcome" text,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	CONSTRAINT "role_change_outcome_is_known" CHECK ("staff_role_change"."outcome" in ('approved', 'refused', 'withdrawn')),
	CONSTRAINT "role_change_is_decided_whole" CHECK (("staff_role_change"."outcome" is null) = ("staff_role_change"."decided_by" is null) and ("staff_role_change"."outcome" is null) = ("staff_role_change"."decided_at" is null)),
	CONSTRAINT "nobody_changes_their_own_roles" CHECK ("staff_role_change"."proposed_by" <> "staff_role_change"."staff_id" and ("staff_role_change"."decided_by" is null or "staff_role_change"."decided_by" <> "staff_role_change"."staff_id")),
	CONSTRAINT "role_change_has_a_second_check" CHECK ("staff_role_change"."outcome" is null or ("staff_role_change"."outcome" = 'withdrawn') = ("staff_role_change"."decided_by" = "staff_role_change"."proposed_by"))
);
--> statement-breakpoint
DROP INDEX "audit_event_by_actor";--> statement-breakpoint
DROP INDEX "audit_event_by_act";--> statement-breakpoint
ALTER TABLE "staff" ADD COLUMN "withheld" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "staff_role_change" ADD CONSTRAINT "staff_role_change_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_role_change" ADD CONSTRAINT "staff_role_change_proposed_by_staff_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_role_change" ADD CONSTRAINT "staff_role_change_decided_by_staff_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "one_verification_at_a_time" ON "audit_verification" USING btree (("ended_at" is null)) WHERE "audit_verification"."ended_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_role_change_per_person" ON "staff_role_change" USING btree ("staff_id") WHERE "staff_role_change"."outcome" is null;--> statement-breakpoint
CREATE INDEX "staff_role_change_of" ON "staff_role_change" USING btree ("staff_id","proposed_at");--> statement-breakpoint
CREATE INDEX "audit_event_in_order" ON "audit_event" USING btree ("occurred_at","id");--> statement-breakpoint
CREATE INDEX "audit_event_by_actor" ON "audit_event" USING btree ("actor_kind","actor_id","occurred_at","id");--> statement-breakpoint
CREATE INDEX "audit_event_by_act" ON "audit_event" USING btree ("act","occurred_at","id");