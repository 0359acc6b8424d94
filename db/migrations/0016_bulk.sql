CREATE TABLE "bulk_item" (
	"run_id" uuid NOT NULL,
	"request_id" uuid NOT NULL,
	"place" integer NOT NULL,
	"version" integer,
	"excluded" text,
	"outcome" text,
	"code" text,
	"details" jsonb,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "bulk_run_has_each_request_once" PRIMARY KEY("run_id","request_id"),
	CONSTRAINT "bulk_run_has_each_place_once" UNIQUE("run_id","place"),
	CONSTRAINT "bulk_outcome_is_known" CHECK ("bulk_item"."outcome" in ('done', 'refused', 'untouched')),
	CONSTRAINT "bulk_result_has_a_moment" CHECK (("bulk_item"."outcome" is null) = ("bulk_item"."ended_at" is null)),
	CONSTRAINT "bulk_refusal_has_a_reason" CHECK (("bulk_item"."outcome" is not distinct from 'refused') = ("bulk_item"."code" is not null)),
	CONSTRAINT "bulk_excluded_is_left_alone" CHECK ("bulk_item"."excluded" is null or "bulk_item"."outcome" is null)
);
--> statement-breakpoint
CREATE TABLE "bulk_run" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"by" uuid NOT NULL,
	"source" text NOT NULL,
	"begun_at" timestamp (3) with time zone NOT NULL,
	"selected_at" timestamp (3) with time zone,
	"act" text,
	"reason_code" text,
	"text" text,
	"plan" integer DEFAULT 0 NOT NULL,
	"planned_at" timestamp (3) with time zone,
	"started_at" timestamp (3) with time zone,
	"cancelled_by" uuid,
	"cancelled_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "bulk_act_is_known" CHECK ("bulk_run"."act" in ('claim', 'release', 'approve', 'reject', 'ask', 'note')),
	CONSTRAINT "bulk_run_is_planned_before_it_starts" CHECK ("bulk_run"."started_at" is null or ("bulk_run"."selected_at" is not null and "bulk_run"."planned_at" is not null and "bulk_run"."act" is not null)),
	CONSTRAINT "bulk_run_ends_after_it_started" CHECK ("bulk_run"."ended_at" is null or "bulk_run"."started_at" is not null),
	CONSTRAINT "bulk_rejection_has_a_reason" CHECK ("bulk_run"."act" is distinct from 'reject' or "bulk_run"."reason_code" is not null),
	CONSTRAINT "bulk_question_has_words" CHECK ("bulk_run"."act" is null or "bulk_run"."act" not in ('ask', 'note') or "bulk_run"."text" is not null),
	CONSTRAINT "bulk_run_is_cancelled_by_somebody" CHECK (("bulk_run"."cancelled_by" is null) = ("bulk_run"."cancelled_at" is null))
);
--> statement-breakpoint
ALTER TABLE "bulk_item" ADD CONSTRAINT "bulk_item_run_id_bulk_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."bulk_run"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_item" ADD CONSTRAINT "bulk_item_request_id_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_run" ADD CONSTRAINT "bulk_run_by_staff_id_fk" FOREIGN KEY ("by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_run" ADD CONSTRAINT "bulk_run_cancelled_by_staff_id_fk" FOREIGN KEY ("cancelled_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bulk_item_request" ON "bulk_item" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "bulk_item_to_do" ON "bulk_item" USING btree ("run_id","place") WHERE "bulk_item"."outcome" is null and "bulk_item"."excluded" is null;--> statement-breakpoint
CREATE INDEX "bulk_run_by" ON "bulk_run" USING btree ("by","begun_at");--> statement-breakpoint
-- What came of a request in a bulk run is written once, in the transaction of the act: an item is done once.
CREATE FUNCTION "bulk_item_is_done_once"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.outcome IS NOT NULL THEN
    RAISE EXCEPTION 'a request is done once in a bulk run: % refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
--> statement-breakpoint
CREATE TRIGGER "bulk_item_is_done_once" BEFORE UPDATE OR DELETE ON "bulk_item" FOR EACH ROW EXECUTE FUNCTION "bulk_item_is_done_once"();
