ALTER TABLE "reinstall_release" ADD COLUMN "request_id" uuid;--> statement-breakpoint
ALTER TABLE "reinstall_release" ADD CONSTRAINT "reinstall_release_request_id_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "request_releases_once" ON "reinstall_release" USING btree ("request_id");--> statement-breakpoint
ALTER TABLE "reinstall_release" ADD CONSTRAINT "release_says_why" CHECK ("reinstall_release"."request_id" is not null or "reinstall_release"."note" <> '');