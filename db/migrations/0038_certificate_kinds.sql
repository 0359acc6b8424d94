CREATE TABLE "registered_address" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_number" text NOT NULL,
	"kind" text DEFAULT 'system' NOT NULL,
	"address" "inet" NOT NULL,
	"request_id" uuid,
	"registered_at" timestamp (3) with time zone NOT NULL,
	"removed_by_request_id" uuid,
	"removed_at" timestamp (3) with time zone,
	CONSTRAINT "registered_address_is_of_software" CHECK ("registered_address"."kind" = 'system'),
	CONSTRAINT "registered_address_is_one_host" CHECK (masklen("registered_address"."address") = case family("registered_address"."address") when 4 then 32 else 128 end)
);
--> statement-breakpoint
CREATE TABLE "issuing_authority" (
	"id" text PRIMARY KEY NOT NULL,
	"environment" text NOT NULL,
	"for_tests" boolean NOT NULL,
	"taken_into_use_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "tests_have_an_environment_of_their_own" CHECK ("issuing_authority"."for_tests" = ("issuing_authority"."environment" = 'test'))
);
--> statement-breakpoint
ALTER TABLE "certificate" DROP CONSTRAINT "certificate_user_number_account_user_number_fk";
--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "kind" text DEFAULT 'personal' NOT NULL;--> statement-breakpoint
ALTER TABLE "certificate" ADD COLUMN "kind" text DEFAULT 'personal' NOT NULL;--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_is_of_one_kind" UNIQUE("user_number","kind");--> statement-breakpoint
ALTER TABLE "registered_address" ADD CONSTRAINT "registered_address_request_id_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registered_address" ADD CONSTRAINT "registered_address_removed_by_request_id_request_id_fk" FOREIGN KEY ("removed_by_request_id") REFERENCES "public"."request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registered_address" ADD CONSTRAINT "only_software_has_registered_addresses" FOREIGN KEY ("user_number","kind") REFERENCES "public"."account"("user_number","kind") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "address_is_registered_once" ON "registered_address" USING btree ("user_number","address") WHERE "registered_address"."removed_at" is null;--> statement-breakpoint
ALTER TABLE "certificate" ADD CONSTRAINT "certificate_is_of_the_kind_of_its_account" FOREIGN KEY ("user_number","kind") REFERENCES "public"."account"("user_number","kind") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "one_system_account_per_agb_code" ON "account" USING btree ("agb_code") WHERE "account"."kind" = 'system' and "account"."status" <> 'ended';--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "system_account_is_named_for_software" CHECK ("account"."kind" <> 'system' or ("account"."initials" = '' and "account"."prefix" = '' and "account"."given_name" is null));--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "test_number_can_be_seen" CHECK ("account"."kind" <> 'test' or "account"."user_number" like '0%');
--> statement-breakpoint
-- Test certificates come from the test authority, and nothing else does (R114): what stands in another table, a check of one row cannot see.
CREATE FUNCTION "tests_have_an_authority_of_their_own"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."kind" = 'test') <> EXISTS (SELECT 1 FROM "issuing_authority" WHERE "id" = NEW."issuer_id" AND "for_tests") THEN
    RAISE EXCEPTION 'a certificate of kind % is not of this authority', NEW."kind" USING ERRCODE = 'check_violation', CONSTRAINT = 'tests_have_an_authority_of_their_own';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "tests_have_an_authority_of_their_own" BEFORE INSERT OR UPDATE OF "kind", "issuer_id" ON "certificate" FOR EACH ROW EXECUTE FUNCTION "tests_have_an_authority_of_their_own"();
--> statement-breakpoint
-- What an authority may issue is decided once, when it is taken into use.
CREATE FUNCTION "issuing_authority_stays"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an issuing authority stays what it was: % refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER "issuing_authority_stays" BEFORE UPDATE OR DELETE ON "issuing_authority" FOR EACH ROW EXECUTE FUNCTION "issuing_authority_stays"();
