CREATE TABLE "reissue" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_number" text NOT NULL,
	"serial" text NOT NULL,
	"request_id" uuid,
	"move_id" uuid,
	"differs" text[] NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	"reminded_days" integer,
	"outcome" text,
	"ended_at" timestamp (3) with time zone,
	"successor" text,
	CONSTRAINT "request_asks_each_reissue_once" UNIQUE("request_id","user_number"),
	CONSTRAINT "move_asks_each_reissue_once" UNIQUE("move_id","user_number"),
	CONSTRAINT "certificate_comes_of_one_reissue" UNIQUE("successor"),
	CONSTRAINT "reissue_has_one_cause" CHECK (num_nonnulls("reissue"."request_id", "reissue"."move_id") = 1),
	CONSTRAINT "reissue_says_what_differs" CHECK (cardinality("reissue"."differs") > 0),
	CONSTRAINT "reissue_ends_whole" CHECK (("reissue"."outcome" is null) = ("reissue"."ended_at" is null) and ("reissue"."outcome" is not distinct from 'issued') = ("reissue"."successor" is not null))
);
--> statement-breakpoint
ALTER TABLE "reissue" ADD CONSTRAINT "reissue_user_number_account_user_number_fk" FOREIGN KEY ("user_number") REFERENCES "public"."account"("user_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reissue" ADD CONSTRAINT "reissue_serial_certificate_serial_fk" FOREIGN KEY ("serial") REFERENCES "public"."certificate"("serial") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reissue" ADD CONSTRAINT "reissue_request_id_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reissue" ADD CONSTRAINT "reissue_move_id_practice_move_id_fk" FOREIGN KEY ("move_id") REFERENCES "public"."practice_move"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reissue" ADD CONSTRAINT "reissue_successor_certificate_serial_fk" FOREIGN KEY ("successor") REFERENCES "public"."certificate"("serial") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_reissue_per_account" ON "reissue" USING btree ("user_number") WHERE "reissue"."outcome" is null;--> statement-breakpoint
CREATE INDEX "reissue_of_certificate" ON "reissue" USING btree ("serial");--> statement-breakpoint
CREATE INDEX "reissue_of_account" ON "reissue" USING btree ("user_number","opened_at");--> statement-breakpoint
CREATE INDEX "reissue_due" ON "reissue" USING btree ("until") WHERE "reissue"."outcome" is null;
--> statement-breakpoint
-- What is replaced ends with the transaction in which the new one is there (R107): it is the one that follows, of the same account, and nothing else of the account is still valid. What lapsed is
-- not valid either. Looked at when the transaction ends.
CREATE FUNCTION "reissue_is_whole"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM "certificate" c WHERE c.serial = NEW.serial AND c.user_number = NEW.user_number AND c.profile = 'personal')
    OR (NEW.outcome = 'issued' AND NOT EXISTS (SELECT FROM "certificate" s WHERE s.serial = NEW.successor AND s.predecessor = NEW.serial AND s.status <> 'intended'))
    OR (NEW.outcome = 'issued' AND EXISTS (SELECT FROM "certificate" o WHERE o.user_number = NEW.user_number AND o.serial <> NEW.successor AND o.status = 'issued' AND o.not_after >= NEW.ended_at))
    OR (NEW.outcome = 'lapsed' AND EXISTS (SELECT FROM "certificate" c WHERE c.serial = NEW.serial AND c.status = 'issued' AND c.not_after >= NEW.ended_at))
  THEN
    RAISE EXCEPTION 'reissue % : one certificate is left, and it is the one that follows', NEW.id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reissue_is_whole';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "reissue_is_whole" AFTER INSERT OR UPDATE ON "reissue"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "reissue_is_whole"();
--> statement-breakpoint
-- And the other way round: nobody has the new one beside a former one that is still to be replaced.
CREATE FUNCTION "successor_ends_reissue"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM "reissue" r WHERE r.serial = NEW.predecessor AND r.outcome IS NULL) THEN
    RAISE EXCEPTION 'certificate % : the one before it is still to be replaced', NEW.serial
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'successor_ends_reissue';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "successor_ends_reissue" AFTER INSERT OR UPDATE OF "status" ON "certificate"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.predecessor IS NOT NULL AND NEW.status = 'issued') EXECUTE FUNCTION "successor_ends_reissue"();
