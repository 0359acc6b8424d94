CREATE TABLE "definition_change" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"title" text NOT NULL,
	"reason" text,
	"status" text DEFAULT 'draft' NOT NULL,
	"revision" integer DEFAULT 0 NOT NULL,
	"made_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"proposed_by" uuid,
	"proposed_at" timestamp (3) with time zone,
	"publish_from" timestamp (3) with time zone,
	"approver" uuid,
	"approved_at" timestamp (3) with time zone,
	"release_id" bigint,
	"ended_at" timestamp (3) with time zone,
	"stopped_by" text,
	CONSTRAINT "change_has_a_title" CHECK (length(trim("definition_change"."title")) between 1 and 120),
	CONSTRAINT "change_is_proposed_with_a_reason" CHECK ("definition_change"."status" not in ('proposed', 'scheduled', 'published') or ("definition_change"."proposed_by" is not null and "definition_change"."proposed_at" is not null and length(trim("definition_change"."reason")) > 0)),
	CONSTRAINT "change_is_approved" CHECK ("definition_change"."status" not in ('scheduled', 'published') or ("definition_change"."approver" is not null and "definition_change"."approved_at" is not null)),
	CONSTRAINT "draft_of_a_change_has_no_approval" CHECK ("definition_change"."status" not in ('draft', 'proposed') or "definition_change"."approver" is null),
	CONSTRAINT "published_change_has_a_release" CHECK (("definition_change"."status" = 'published') = ("definition_change"."release_id" is not null)),
	CONSTRAINT "change_approver_is_another_person" CHECK ("definition_change"."approver" <> "definition_change"."proposed_by" and "definition_change"."approver" <> "definition_change"."made_by"),
	CONSTRAINT "scheduled_change_has_a_day" CHECK ("definition_change"."status" <> 'scheduled' or "definition_change"."publish_from" is not null)
);
--> statement-breakpoint
CREATE TABLE "definition_change_editor" (
	"change_id" uuid NOT NULL,
	"staff_id" uuid NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "definition_change_editor_change_id_staff_id_pk" PRIMARY KEY("change_id","staff_id")
);
--> statement-breakpoint
CREATE TABLE "definition_change_entry" (
	"change_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"based_on" bigint,
	"content" jsonb,
	"hash" text,
	"revision" integer DEFAULT 0 NOT NULL,
	"edited_by" uuid NOT NULL,
	"edited_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "definition_change_entry_change_id_kind_key_pk" PRIMARY KEY("change_id","kind","key"),
	CONSTRAINT "change_entry_has_content_and_hash" CHECK (("definition_change_entry"."content" is null) = ("definition_change_entry"."hash" is null)),
	CONSTRAINT "only_what_is_there_is_taken_away" CHECK ("definition_change_entry"."content" is not null or "definition_change_entry"."based_on" is not null)
);
--> statement-breakpoint
ALTER TABLE "definition_change" ADD CONSTRAINT "definition_change_made_by_staff_id_fk" FOREIGN KEY ("made_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "definition_change" ADD CONSTRAINT "definition_change_proposed_by_staff_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "definition_change" ADD CONSTRAINT "definition_change_approver_staff_id_fk" FOREIGN KEY ("approver") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "definition_change" ADD CONSTRAINT "definition_change_release_id_release_id_fk" FOREIGN KEY ("release_id") REFERENCES "public"."release"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "definition_change_editor" ADD CONSTRAINT "definition_change_editor_change_id_definition_change_id_fk" FOREIGN KEY ("change_id") REFERENCES "public"."definition_change"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "definition_change_editor" ADD CONSTRAINT "definition_change_editor_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "definition_change_entry" ADD CONSTRAINT "definition_change_entry_change_id_definition_change_id_fk" FOREIGN KEY ("change_id") REFERENCES "public"."definition_change"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "definition_change_entry" ADD CONSTRAINT "definition_change_entry_based_on_definition_version_id_fk" FOREIGN KEY ("based_on") REFERENCES "public"."definition_version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "definition_change_entry" ADD CONSTRAINT "definition_change_entry_edited_by_staff_id_fk" FOREIGN KEY ("edited_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "change_open" ON "definition_change" USING btree ("created_at") WHERE "definition_change"."status" in ('draft', 'proposed', 'scheduled');--> statement-breakpoint
CREATE INDEX "change_due" ON "definition_change" USING btree ("publish_from") WHERE "definition_change"."status" = 'scheduled';--> statement-breakpoint
CREATE UNIQUE INDEX "change_release" ON "definition_change" USING btree ("release_id");--> statement-breakpoint
CREATE INDEX "change_entry_definition" ON "definition_change_entry" USING btree ("kind","key");--> statement-breakpoint
-- What a change holds is edited while it is a draft and at no other time: what somebody approves is what they read (P5).
CREATE FUNCTION "change_entry_is_edited_in_a_draft"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE its uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.change_id ELSE NEW.change_id END;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM "definition_change" WHERE id = its AND status = 'draft' FOR SHARE) THEN
    RAISE EXCEPTION 'a change is edited while it is a draft: % refused', TG_OP USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'change_entry_is_edited_in_a_draft';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
--> statement-breakpoint
CREATE TRIGGER "change_entry_is_edited_in_a_draft" BEFORE INSERT OR UPDATE OR DELETE ON "definition_change_entry" FOR EACH ROW EXECUTE FUNCTION "change_entry_is_edited_in_a_draft"();
--> statement-breakpoint
-- Who wrote any of it does not approve it (D15), whatever became of what they wrote; and what is over stays over.
CREATE FUNCTION "change_is_approved_by_another"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.status IN ('published', 'withdrawn') THEN
    RAISE EXCEPTION 'a change that is over stays as it is' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'change_that_is_over_stays';
  END IF;
  IF NEW.approver IS NOT NULL AND EXISTS (SELECT 1 FROM "definition_change_editor" WHERE change_id = NEW.id AND staff_id = NEW.approver) THEN
    RAISE EXCEPTION 'a change is approved by somebody who wrote none of it' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'change_is_approved_by_another';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "change_is_approved_by_another" BEFORE INSERT OR UPDATE ON "definition_change" FOR EACH ROW EXECUTE FUNCTION "change_is_approved_by_another"();
--> statement-breakpoint
CREATE FUNCTION "change_editor_stays"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'who edited a change did so' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'change_editor_stays';
END $$;
--> statement-breakpoint
CREATE TRIGGER "change_editor_stays" BEFORE DELETE ON "definition_change_editor" FOR EACH ROW EXECUTE FUNCTION "change_editor_stays"();
